/** One measured number, and where it has a goal: the ratio to something measured in the same run, and its bound. */
export interface Figure {
  what: string
  figure: number
  /** What the ratio compares with. */
  of?: string
  ratio?: number
  atLeast?: number
  atMost?: number
}

/** A figure as a row that people read. */
export function rowOf({ what, figure, of, ratio, atLeast, atMost }: Figure) {
  const goal = atLeast === undefined ? (atMost === undefined ? '' : `≤ ${atMost}`) : `≥ ${atLeast}`
  const isMet =
    ratio === undefined || goal === ''
      ? ''
      : ratio >= (atLeast ?? -Infinity) && ratio <= (atMost ?? Infinity)
        ? 'yes'
        : 'no'
  return {
    what,
    figure: Number(figure.toPrecision(4)),
    ratio: ratio === undefined ? '' : `${ratio.toFixed(3)} × ${of ?? ''}`,
    goal,
    met: isMet,
  }
}
