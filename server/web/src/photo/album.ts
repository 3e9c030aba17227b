import { inject, onBeforeUnmount, provide, type InjectionKey } from 'vue'

/** A picture of an album, as far as it has been fetched. */
export interface AlbumPicture {
  words: string
  /** The address of its blob; empty while it is not there. */
  source: () => string
}

const ALBUM: InjectionKey<AlbumPicture[]> = Symbol('album')

/** Pictures within this component are turned over one after the other when one of them is opened. */
export function provideAlbum(): void {
  provide(ALBUM, [])
}

/** Puts a picture into the album it stands in; gives the album's pictures, at least this one. */
export function joinAlbum(picture: AlbumPicture): AlbumPicture[] {
  const album = inject(ALBUM, [])
  album.push(picture)
  onBeforeUnmount(() => album.splice(album.indexOf(picture), 1))
  return album
}
