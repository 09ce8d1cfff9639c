import { FaultPlan, type FaultReport, type FaultRule } from './plan.ts'
import { randomNumbers } from '../seed/invention.ts'

/** Any rule except latency, which is a separate delay. */
export type Fault = Exclude<FaultRule, { kind: 'latency' }>

/** The fault and delay of one call. */
export interface Decision {
  delayMs: number
  fault: Fault | null
  /** The kinds of all rules that affect the call, in the order of the plan. */
  kinds: string[]
}

export interface Faults {
  /** Starts another plan. Late writes of the previous plan still happen. */
  follow(plan: FaultPlan): void
  /** Decides about one call. */
  decide(operation: string): Decision
  report(lateWritesPending: number): FaultReport
}

/** The state of one rule. */
interface Course {
  rule: FaultRule
  random: () => number
  seen: number
  fired: number
  injected: number
  burst: { callsLeft: number; untilMs: number } | null
}

/** Applies fault plans, at first an empty one. `now`: milliseconds, for the duration of bursts. */
export function createFaults(now: () => number): Faults {
  let plan = FaultPlan.parse({})
  let courses: Course[] = []

  function follow(next: FaultPlan): void {
    plan = next
    courses = next.rules.map((rule, index) => ({
      rule,
      // Each rule has its own random numbers, so adding or removing a rule does not change the others.
      random: randomNumbers(next.seed + index * 0x9e37_79b9),
      seen: 0,
      fired: 0,
      injected: 0,
      burst: null,
    }))
  }

  return {
    follow,
    decide(operation) {
      const decision: Decision = { delayMs: 0, fault: null, kinds: [] }
      for (const course of courses) {
        if (!isFor(course.rule.operation, operation)) continue
        // Draw for every call, so that the numbers stay in step with the calls even if the rule does not fire.
        const spread = course.random()
        const isDrawn = course.random() < course.rule.probability
        course.seen += 1
        if (decision.fault && course.rule.kind !== 'latency') continue
        if (!isInBurst(course, now()) && !(isDrawn && mayFire(course, now()))) continue
        course.injected += 1
        decision.kinds.push(course.rule.kind)
        if (course.rule.kind === 'latency') {
          decision.delayMs += course.rule.delayMs + Math.round(spread * course.rule.jitterMs)
        } else {
          decision.fault = course.rule
        }
      }
      return decision
    },
    report(lateWritesPending) {
      const injected: Record<string, number> = {}
      for (const { rule, injected: count } of courses) {
        injected[rule.kind] = (injected[rule.kind] ?? 0) + count
      }
      const rules = courses.map(({ rule, seen, injected: count }) => ({
        kind: rule.kind,
        operation: rule.operation,
        seen,
        injected: count,
      }))
      return { plan, rules, injected, lateWritesPending }
    },
  }
}

function isFor(pattern: string, operation: string): boolean {
  return pattern.endsWith('*') ? operation.startsWith(pattern.slice(0, -1)) : pattern === operation
}

/** Whether `after` and `times` allow the rule to fire. If they do, it counts as fired, and a burst starts. */
function mayFire(course: Course, nowMs: number): boolean {
  const { rule } = course
  if (course.seen <= rule.after || course.fired >= (rule.times ?? Infinity)) return false
  course.fired += 1
  if (rule.kind === 'rate-limit') {
    const callsLeft = (rule.calls ?? (rule.forMs === null ? 1 : Infinity)) - 1
    course.burst = { callsLeft, untilMs: rule.forMs === null ? Infinity : nowMs + rule.forMs }
  }
  return true
}

function isInBurst({ burst }: Course, nowMs: number): boolean {
  if (!burst || burst.callsLeft <= 0 || nowMs >= burst.untilMs) return false
  burst.callsLeft -= 1
  return true
}
