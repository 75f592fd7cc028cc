// The ticket the server gave with the last answer: with it the next one costs no look at its database. Good for an hour beside
// the session it was given to, for one person each; whoever signs out or opens another tab has none.
const PLACE = 'lf-pass-ticket'
const placeOf = (person: string | undefined): string => `${PLACE}:${person ?? ''}`

export const ticketHeader = (person: string | undefined): Record<string, string> => {
  const ticket = sessionStorage.getItem(placeOf(person))
  return ticket ? { 'X-Pass-Ticket': ticket } : {}
}
export function keepTicket(person: string | undefined, ticket: string | undefined): void {
  if (ticket) sessionStorage.setItem(placeOf(person), ticket)
}
export function dropTickets(): void {
  Object.keys(sessionStorage).filter((place) => place.startsWith(PLACE)).forEach((place) => sessionStorage.removeItem(place))
}
/** What is asked with: whose pass, and the ticket for it. */
export const asking = (person: string | undefined) => ({
  params: { query: person ? { person } : {} },
  headers: ticketHeader(person),
})
