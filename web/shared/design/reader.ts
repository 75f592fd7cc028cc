// 长辈版: one switch that makes everything larger, remembered on the phone.
import { ref, watchEffect } from 'vue'

const PLACE = 'lianfang.reader'

function remembered(): boolean {
  try {
    return localStorage.getItem(PLACE) === 'senior'
  } catch {
    return false
  }
}

/** Whether the large, plain look is on; writing it turns the whole page. */
export const seniorLook = ref(remembered())

watchEffect(() => {
  document.documentElement.dataset.reader = seniorLook.value ? 'senior' : 'standard'
  try {
    localStorage.setItem(PLACE, seniorLook.value ? 'senior' : 'standard')
  } catch {
    // Without storage the choice lasts as long as the page.
  }
})
