// The ticket the server gave with the last answer: with it the next one costs no look at its database. Good for an hour beside
// the session it was given to; whoever signs out or opens another tab has none.
const PLACE = 'lf-pass-ticket'

export const ticketHeader = (): Record<string, string> => {
  const ticket = sessionStorage.getItem(PLACE)
  return ticket ? { 'X-Pass-Ticket': ticket } : {}
}
export function keepTicket(ticket: string | undefined): void {
  if (ticket) sessionStorage.setItem(PLACE, ticket)
}
export const dropTicket = (): void => sessionStorage.removeItem(PLACE)
