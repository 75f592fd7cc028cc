// Keeps the shell of the app, or of the citizens' pages on a gate's phone, so that it opens without a network. Answers of the
// server are never kept here. The build fills in the list of files; its name changes whenever one of them does.
const FILES = self.__FILES__
const PAGE = self.__PAGE__
const FAMILY = `lianfang-${PAGE.split('/')[1]}-`
const SHELF = `${FAMILY}${self.__VERSION__}`

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(SHELF).then((shelf) => shelf.addAll(FILES)).then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  const old = (name) => name.startsWith(FAMILY) && name !== SHELF
  const tidy = caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
  event.waitUntil(tidy.then(() => self.clients.claim()))
})

/** The page itself from the network while there is one, so that a new build is seen at once. */
async function page(request) {
  try {
    return await fetch(request)
  } catch {
    return (await caches.match(PAGE)) ?? Response.error()
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (request.mode === 'navigate' && pathname === PAGE) event.respondWith(page(request))
  else if (FILES.includes(pathname)) event.respondWith(caches.match(pathname).then((kept) => kept ?? fetch(request)))
})
