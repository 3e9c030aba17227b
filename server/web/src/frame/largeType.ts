import { ref } from 'vue'

const REMEMBERED_AS = 'yihuyima.large-type'

/** Whether type is large (22 px and more); remembered on this phone. */
export const largeType = ref(remembered())

function remembered(): boolean {
  try {
    return localStorage.getItem(REMEMBERED_AS) === 'yes'
  } catch {
    return false
  }
}

function show(): void {
  document.documentElement.classList.toggle('large', largeType.value)
}

export function switchLargeType(): void {
  largeType.value = !largeType.value
  show()
  try {
    localStorage.setItem(REMEMBERED_AS, largeType.value ? 'yes' : 'no')
  } catch {
    // A phone that remembers nothing still shows large type until the page is closed.
  }
}

show()
