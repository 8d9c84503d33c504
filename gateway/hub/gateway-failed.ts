/** Why a gateway has not answered; the message continues "the gateway …". */
export class GatewayFailed extends Error {
  readonly advice: string
  /** May be over at the next try. */
  readonly passing: boolean

  constructor(
    message: string,
    advice: string,
    { passing = false, cause }: { passing?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause })
    this.name = new.target.name
    this.advice = advice
    this.passing = passing
  }
}
