// The columns of entries and releases.
import type { components } from '@shared/api'
import { dateTime } from '@shared/words'
import { entries, releases } from '@shared/words/console'
import type { Column } from '../parts/columns'
import { tempText } from '../people/fields'

export type Entry = components['schemas']['WaitingOut']
export type Release = components['schemas']['ReleaseOut']

export const entryColumns: readonly Column<Entry>[] = [
  { key: 'name', label: entries.columns.name, width: 110 },
  { key: 'area', label: entries.columns.area, least: 200, text: (row) => row.area_path },
  { key: 'class', label: entries.columns.class, width: 140, text: (row) => row.subject_label },
  { key: 'mode', label: entries.columns.mode, width: 90, text: (row) => row.mode_label },
  { key: 'starts', label: entries.columns.starts, width: 140, text: (row) => dateTime(row.starts_at) },
  { key: 'ends', label: entries.columns.ends, width: 140, text: (row) => dateTime(row.planned_end) },
  { key: 'temp', label: entries.columns.temp, width: 90, text: (row) => tempText(row.latest_temp_c) },
  { key: 'open', label: entries.columns.open, width: 110 },
]
export const releaseColumns: readonly Column<Release>[] = [
  { key: 'name', label: releases.columns.name, width: 110 },
  { key: 'area', label: releases.columns.area, least: 200, text: (row) => row.area_path },
  { key: 'class', label: releases.columns.class, width: 140, text: (row) => row.subject_label },
  { key: 'ends', label: releases.columns.ends, width: 210 },
  { key: 'signed', label: releases.columns.signed, width: 140, text: (row) => (row.signed_at ? dateTime(row.signed_at) : releases.notSigned) },
  { key: 'abnormal', label: releases.columns.abnormal, width: 130 },
  { key: 'open', label: releases.columns.open, width: 130 },
]
