// What time it is in the city: the server's clock, which a demo may let run fast, not the phone's.

let heardAt = Date.now()
let cityAt = heardAt
let speed = 1

/** What the server said its time is, and how many seconds pass there in one of ours (as before when not said). */
export function setCityTime(serverTime: string, clockSpeed = speed): void {
  heardAt = Date.now()
  cityAt = Date.parse(serverTime)
  speed = clockSpeed
}

/** Milliseconds since 1970, like Date.now(). */
export const cityNow = (): number => cityAt + (Date.now() - heardAt) * speed

/** For what is sent: 2020-02-21T06:26:08.000Z */
export const cityMoment = (): string => new Date(cityNow()).toISOString()

/** How many of our milliseconds until the city's clock shows `moment`. */
export const realMsUntil = (moment: number): number => (moment - cityNow()) / speed
