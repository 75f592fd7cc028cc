// A report begun by a self-check. Apart, so that the questions come without the form's words.
import { effectScope, nextTick } from 'vue'
import { useDraft } from '@shared/form'
import { blankReport, type ReportValues } from '../report/report-form'

/** What somebody had begun to write stays; only what is still empty is filled in. */
export async function prefillReport(found: Pick<ReportValues, 'kind' | 'signs' | 'description'>): Promise<void> {
  const scope = effectScope()
  scope.run(() => {
    const { values } = useDraft('report', blankReport)
    values.kind = found.kind
    values.signs = [...new Set([...values.signs, ...found.signs])]
    values.description ||= found.description
  })
  await nextTick()
  scope.stop()
}
