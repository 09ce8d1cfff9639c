import { readFileSync } from 'node:fs'

/** Clock ticks a second in /proc (getconf CLK_TCK), the same on every Linux that Node runs on. */
const ticksPerSecond = 100

/** Seconds of processor time that a process has used, its own and the kernel's for it. Linux only. */
export function cpuSeconds(pid: number): number {
  const [, rest = ''] = /\) (.*)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
  const fields = rest.split(' ').map(Number)
  return ((fields[11] ?? 0) + (fields[12] ?? 0)) / ticksPerSecond
}

/** Memory of a process that is in RAM, in MB of a million bytes. Linux only. */
export function residentMegabytes(pid: number): number {
  const [, kibibytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return (Number(kibibytes) * 1024) / 1e6
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
