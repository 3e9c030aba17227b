/** Longest side of a photo that is sent: a document stays readable, and 2 MB instead of 8 go over a slow network. */
export const SIDE_MAX_PX = 2000
const JPEG_QUALITY = 0.85

/** The size within {@link SIDE_MAX_PX}, in proportion; never larger than it was. */
export function sizeWithin(width: number, height: number, max = SIDE_MAX_PX): { width: number; height: number } {
  const scale = Math.min(1, max / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** Draws a photo anew as a JPEG of at most 2000 px; what the camera wrote beside the picture (the place) is gone with it. */
export async function shrinkPhoto(file: Blob): Promise<Blob> {
  const picture = await open(file)
  const { width, height } = sizeWithin(picture.width, picture.height)
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('no canvas')
  // A transparent PNG would turn black in a JPEG.
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, width, height)
  pen.drawImage(picture.source, 0, 0, width, height)
  picture.done()
  return new Promise((done, fail) => {
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error('no JPEG'))), 'image/jpeg', JPEG_QUALITY)
  })
}

interface Opened {
  source: CanvasImageSource
  width: number
  height: number
  done: () => void
}

export async function open(file: Blob): Promise<Opened> {
  const url = URL.createObjectURL(file)
  const image = new Image()
  image.src = url
  try {
    await image.decode()
  } catch (cannotRead) {
    URL.revokeObjectURL(url)
    throw cannotRead
  }
  return { source: image, width: image.naturalWidth, height: image.naturalHeight, done: () => URL.revokeObjectURL(url) }
}
