import './styles/tokens.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { deviceZone, instantOf } from '#time/zoned.ts'
import { App } from './app.tsx'
import { openDesk } from './booking/desk.ts'
import { readLaunchParams } from './launch-params.ts'

/** The page's entry: the browser's own things go in here, and nowhere else. */
const root = document.getElementById('desk')
if (!root) throw new Error('The page has no place for the desk.')

const desk = openDesk(() => null)
const zone = deviceZone()
desk.booking.resume()

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={desk.queries}>
      <App
        desk={desk}
        launch={readLaunchParams(window.location.search, zone)}
        zone={zone}
        locale={navigator.language}
        now={() => instantOf(Date.now()) ?? neverNow()}
      />
    </QueryClientProvider>
  </StrictMode>,
)

function neverNow(): never {
  throw new Error('The clock of this device is beyond the calendar.')
}
