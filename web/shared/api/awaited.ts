// Doors agreed on and not landed yet (passes, gates, declarations). Each goes when docs/api/openapi.json has it.

export interface AwaitedSchemas {
  PassOut: { colour: string; word: string; reason: string; person_name_masked: string; valid_until: string | null; hotline: string }
  Token: { text: string; starts_at: string; ends_at: string }
  TokensOut: { tokens: AwaitedSchemas['Token'][]; colour: string; server_time: string }
  GateOut: { key: string; name: string; area_name: string }
  VerifyIn: GateAnswers & { token?: string; phone?: string; id_number?: string }
  VerdictOut: { key: string; verdict: string; colour: string; reason: string; person_name_masked: string; hint: string }
  RegistrationIn: GateAnswers & Registration
  RegistrationOut: { key: string; outcome_label: string; advice: string }
  GateRecord: {
    key: string
    kind: string
    at: string
    name_masked: string
    verdict: string
    temp_c: number | null
    direction: string
    symptoms: string[]
  }
  DeclarationIn: Declaration
  DeclarationOut: { key: string; outcome: string; outcome_label: string }
  DeclarationRow: { key: string; name_masked: string; submitted_at: string; outcome_label: string }
}

interface GateAnswers {
  key: string
  gate: string
  temp_c: number | null
  direction: string
  key_area: string
  symptoms: string[]
  device_at: string
}
interface Registration {
  name: string
  phone: string
  id_type: string
  id_number: string
  from_place: string
  arrived_at: string | null
  address: string
  area_code: string
  description: string
}
interface Declaration {
  key: string
  name: string
  sex: string
  id_number: string
  phone: string
  key_area: boolean
  contact: boolean
  native_place: string
  group_name: string
  class_name: string
  return_date: string | null
  return_by: string
  symptoms: string[]
  temp_c: number | null
  area_code: string
  address: string
}
interface Page<T> {
  items: T[]
  next: string | null
}

interface Answers<T> {
  responses: { 200: { headers: Record<string, unknown>; content: { 'application/json': T } } }
}
interface Read<T, Query = never> extends Answers<T> {
  parameters: { query?: Query; header?: never; path?: never; cookie?: never }
}
interface Write<Body, T> extends Read<T> {
  requestBody: { content: { 'application/json': Body } }
}

export interface AwaitedPaths {
  '/api/citizen/pass': { get: Read<AwaitedSchemas['PassOut']> }
  '/api/citizen/pass/tokens': { get: Read<AwaitedSchemas['TokensOut']> }
  '/api/gate/gates': { get: Read<AwaitedSchemas['GateOut'][]> }
  '/api/gate/verify': { post: Write<AwaitedSchemas['VerifyIn'], AwaitedSchemas['VerdictOut']> }
  '/api/gate/registrations': { post: Write<AwaitedSchemas['RegistrationIn'], AwaitedSchemas['RegistrationOut']> }
  '/api/gate/records': { get: Read<Page<AwaitedSchemas['GateRecord']>, { kind?: string; cursor?: string }> }
  '/api/enterprise/declarations': {
    get: Read<Page<AwaitedSchemas['DeclarationRow']>, { cursor?: string }>
    post: Write<AwaitedSchemas['DeclarationIn'], AwaitedSchemas['DeclarationOut']>
  }
}
