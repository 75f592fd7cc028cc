// One write that a person made: saved first, sent when it can be, settled by the server's answer.

/** What the server said against it, in its own words. */
export interface Refusal {
  status: number
  code: string
  title: string
  detail: string
  /** Field by field, where it said so. */
  fields?: Readonly<Record<string, string>>
}

export interface Operation {
  /** The client's UUID; in the body too where the door takes one, so that sending twice changes nothing. */
  key: string
  /** The order in which operations were made on this device. */
  order: number
  /** Operations on one subject are sent one after another. */
  subject: string
  /** What was done, for code. */
  action: string
  /** What was done and to whom, for people. */
  title: string
  path: string
  body: Record<string, unknown>
  /** A photo goes as a form of its own. */
  photo?: Blob
  /** What the person saw when they decided: the state or version of the subject. */
  base: string
  /** What the server compares with the state it finds; empty behind an own operation, or when the person insists. */
  against: string
  deviceAt: string
  /** Who made it, where several people take turns at one device: only then is it theirs to send. */
  owner?: string
  /** Where it can be filled in anew. */
  editAt: string
  state: 'pending' | 'refused'
  tries: number
  refusal?: Refusal
}

export type Draft = Pick<Operation, 'subject' | 'action' | 'title' | 'path' | 'body'> &
  Partial<Pick<Operation, 'key' | 'base' | 'editAt' | 'photo'>>
