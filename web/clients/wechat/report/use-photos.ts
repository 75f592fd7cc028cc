// Photos sent as soon as they are chosen, so that the report itself is quick.
import { onScopeDispose, ref, type Ref } from 'vue'
import { api, ask } from '@shared/api'
import { newKey, shrinkPhoto } from '@shared/form'

export interface Photo {
  key: string
  /** A picture to show; empty when the page was closed since. */
  preview: string
  state: 'sending' | 'sent' | 'failed'
  file?: Blob
}

async function sendPhoto(key: string, file: Blob): Promise<void> {
  const form = new FormData()
  form.append('key', key)
  form.append('photo', await shrinkPhoto(file), `${key}.jpg`)
  await ask(api.POST('/api/citizen/photos', { body: { key, photo: '' }, bodySerializer: () => form }))
}

export function usePhotos(keys: Ref<string[]>): { photos: Ref<Photo[]>; add: (file: Blob) => void; retry: (photo: Photo) => void; remove: (photo: Photo) => void } {
  const photos = ref<Photo[]>(keys.value.map((key) => ({ key, preview: '', state: 'sent' })))

  async function deliver({ key, file }: Photo): Promise<void> {
    const mine = photos.value.find((photo) => photo.key === key)
    if (!mine || !file) return
    mine.state = 'sending'
    try {
      await sendPhoto(key, file)
      mine.state = 'sent'
      if (photos.value.includes(mine)) keys.value = [...keys.value, key]
    } catch {
      mine.state = 'failed'
    }
  }
  function add(file: Blob): void {
    const photo: Photo = { key: newKey(), preview: URL.createObjectURL(file), state: 'sending', file }
    photos.value.push(photo)
    void deliver(photo)
  }
  function remove(photo: Photo): void {
    URL.revokeObjectURL(photo.preview)
    photos.value = photos.value.filter(({ key }) => key !== photo.key)
    keys.value = keys.value.filter((key) => key !== photo.key)
  }
  onScopeDispose(() => photos.value.forEach(({ preview }) => URL.revokeObjectURL(preview)))
  return { photos, add, retry: (photo) => void deliver(photo), remove }
}
