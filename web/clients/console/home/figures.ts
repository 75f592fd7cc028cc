// Where each count of home leads.
export const leadsTo: Readonly<Record<string, string>> = {
  observed: '/people?control_status=under_observation',
  suspected: '/people?case_class=suspected',
  confirmed: '/people?case_class=confirmed',
  open_cases: '/cases',
  late_cases: '/cases?light=red',
  entries: '/entries',
  releases: '/releases',
  approvals: '/approvals',
}
export const isAlarming = (code: string): boolean => code === 'late_cases' || code === 'confirmed'
