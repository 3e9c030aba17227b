import { ref } from 'vue'

/** The code of the card that was just scanned, so that nobody types what is known already. Gone when the page is closed. */
export const cardInHand = ref('')
