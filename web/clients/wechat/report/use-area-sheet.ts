// The area picker, fetched only when somebody wants to pick.
import { ref, shallowRef, type Component, type Ref, type ShallowRef } from 'vue'
import { toast } from '@shared/design'
import { isCitizen, isStaff } from '@shared/session'
import { problems } from '@shared/words'
import { app } from '@shared/words/wechat'
import { addressOf, go, here } from '../address'

function signInFirst(): void {
  toast(app.signInFirst)
  go(addressOf('/sign-in', { to: here.value?.path ?? '/' }))
}

export function useAreaSheet(): { sheet: ShallowRef<Component | undefined>; picking: Ref<boolean>; pick: () => Promise<void> } {
  const sheet = shallowRef<Component>()
  const picking = ref(false)

  async function pick(): Promise<void> {
    if (!isCitizen.value && !isStaff.value) return signInFirst()
    try {
      sheet.value ??= (await import('./AreaSheet.vue')).default
      picking.value = true
    } catch {
      toast(problems.offline, 'bad')
    }
  }
  return { sheet, picking, pick }
}
