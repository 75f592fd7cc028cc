// The columns of articles, what an editor holds in hand, and how files are given to an article.
import { api, ask, type components } from '@shared/api'
import { newKey, shrinkPhoto } from '@shared/form'
import { count, dateTime } from '@shared/words'
import { articleKinds, articles, nameOf } from '@shared/words/console'
import type { Column } from '../parts/columns'

export type ArticleRow = components['schemas']['ArticleRowOut']
export type Article = components['schemas']['ArticleOut']
export type Enclosure = components['schemas']['EnclosureOut']
export type Setting = components['schemas']['SettingIn']
export type Content = components['schemas']['ContentIn']
export type Tree = components['schemas']['CheckTreeOut']
export interface Choice {
  value: string
  label: string
}

export const spanText = (from: string | null, until: string | null): string =>
  [from && articles.from(dateTime(from)), until && articles.until(dateTime(until))].filter(Boolean).join(' ') || articles.always

export const columns: readonly Column<ArticleRow>[] = [
  { key: 'title', label: articles.columns.title, least: 200 },
  { key: 'showing', label: articles.columns.showing, width: 90 },
  { key: 'kind', label: articles.columns.kind, width: 100, text: (row) => nameOf(articleKinds, row.kind) },
  { key: 'area', label: articles.columns.area, width: 150, text: (row) => row.area },
  { key: 'readers', label: articles.columns.readers, width: 130 },
  { key: 'span', label: articles.columns.span, width: 200, text: (row) => spanText(row.publish_at, row.until) },
  { key: 'reads', label: articles.columns.reads, width: 90, text: (row) => count(row.reads) },
  { key: 'changed', label: articles.columns.changed, width: 190, text: (row) => `${dateTime(row.changed_at)} ${row.saved_by}` },
]

export const contentOf = ({ content }: Article): Content => {
  const { title, summary, body, cover, attachments, tree, source_name, source_url } = content
  return { title, summary, body, cover, attachments: [...attachments], tree: tree && structuredClone(tree), source_name, source_url }
}

/** A picture is made small before it travels; both may be sent again under the same key. */
export async function giveFile(article: string, file: File, isPicture: boolean): Promise<Enclosure> {
  const key = newKey()
  const form = new FormData()
  form.append('file_key', key)
  form.append('is_picture', String(isPicture))
  form.append('file', isPicture ? await shrinkPhoto(file) : file, file.name)
  const body = { file_key: key, is_picture: isPicture, file: '' }
  return ask(api.POST('/api/console/articles/{key}/files', { params: { path: { key: article } }, body, bodySerializer: () => form }))
}
