import '#browser/styles/tokens.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createFrameHeight } from '#browser/host/frame-height.ts'
import { doctor as words } from './words/en/page.ts'
import styles from './doctor.module.css'
import { DoctorPage } from './doctor-page.tsx'
import { type Observation, observe } from './observe.ts'

/** The doctor's entry: it looks, draws what it saw, and behaves in a frame like the form does. */
const place = document.getElementById('doctor')
if (!place) throw new Error('The page has no place for the doctor.')
place.className = `page ${styles.page}`

const root = createRoot(place)
root.render(<p className={styles.intro}>{words.looking}</p>)

let last: Observation | null = null
void look()

async function look() {
  last?.connection?.close()
  const observation = await observe()
  last = observation
  const { connection, observed } = observation
  root.render(
    <StrictMode>
      <DoctorPage
        key={performance.now()}
        observed={observed}
        dropped={() => connection?.dropped() ?? 0}
        onAgain={() => void look()}
      />
    </StrictMode>,
  )
  if (!connection) return
  connection.say({ type: 'ready' })
}

const measure = createFrameHeight(
  (heightPx) => last?.connection?.say({ type: 'height', heightPx }),
  () => performance.now(),
)
new ResizeObserver(([entry]) => {
  const { height, width } = entry?.target.getBoundingClientRect() ?? { height: 0, width: 0 }
  measure({ heightPx: height, widthPx: width })
}).observe(place)
