/** One line of the preflight: what was checked, how it went, and what the operator can do about it. */
export interface Finding {
  check: string
  level: 'ok' | 'warning' | 'fault'
  said: string
  /** What to do; absent where nothing is to be done. */
  remedy?: string
}

export function ok(check: string, said: string): Finding {
  return { check, level: 'ok', said }
}

export function warning(check: string, said: string, remedy: string): Finding {
  return { check, level: 'warning', said, remedy }
}

export function fault(check: string, said: string, remedy: string): Finding {
  return { check, level: 'fault', said, remedy }
}

/** A finding as one or two lines of text, the level first, so that `grep ^fault` finds what stops a rep. */
export function printFinding({ check, level, said, remedy }: Finding): string {
  const line = `${level.padEnd(7)}  ${check}: ${said}`
  return remedy === undefined ? line : `${line}\n         → ${remedy}`
}

/** 1 where anything is a fault, else 0; warnings do not stop a deployment. */
export function exitCodeOf(findings: readonly Finding[]): number {
  return findings.some(({ level }) => level === 'fault') ? 1 : 0
}
