// The area picker, fetched only when somebody wants to pick.
import { ref, shallowRef, type Component, type Ref, type ShallowRef } from 'vue'
import { toast } from '@shared/design'
import { problems } from '@shared/words'

export function useAreaSheet(): { sheet: ShallowRef<Component | undefined>; picking: Ref<boolean>; pick: () => Promise<void> } {
  const sheet = shallowRef<Component>()
  const picking = ref(false)

  async function pick(): Promise<void> {
    try {
      sheet.value ??= (await import('./AreaSheet.vue')).default
      picking.value = true
    } catch {
      toast(problems.offline, 'bad')
    }
  }
  return { sheet, picking, pick }
}
