// Where the phone is; every coordinate says which system it is in.

export type CoordSystem = 'wgs84' | 'gcj02' | 'bd09'

export interface Place {
  lng: number
  lat: number
  system: CoordSystem
  /** Metres; what the device claims. */
  accuracy: number
}

export type LocateFailure = 'denied' | 'unavailable' | 'timeout'

export class LocateError extends Error {
  readonly reason: LocateFailure
  constructor(reason: LocateFailure) {
    super(reason)
    this.reason = reason
  }
}

const REASONS: Record<number, LocateFailure> = { 1: 'denied', 2: 'unavailable', 3: 'timeout' }

/** Asks the browser once; rejects with a LocateError that names why. */
export function locate(timeoutMs = 8000): Promise<Place> {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) return reject(new LocateError('unavailable'))
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve({ lng: coords.longitude, lat: coords.latitude, system: 'wgs84', accuracy: Math.round(coords.accuracy) }),
      (failure) => reject(new LocateError(REASONS[failure.code] ?? 'unavailable')),
      { enableHighAccuracy: true, timeout: timeoutMs, maximumAge: 60_000 },
    )
  })
}
