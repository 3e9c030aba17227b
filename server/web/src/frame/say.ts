import { shallowRef } from 'vue'

/** A word about what has just been done, shown for a moment and read aloud; with a way to undo it, for longer. */
export interface Said {
  words: string
  undo?: () => void
}

export const said = shallowRef<Said>()

export function say(words: string, undo?: () => void): void {
  said.value = { words, undo }
}
