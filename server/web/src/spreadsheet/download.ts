import { readPicture } from '../api/client'

/** Saves a workbook that only a session may fetch. */
export async function saveWorkbook(url: string, name: string): Promise<void> {
  const address = URL.createObjectURL(await readPicture(url))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
