/** Notes whether something holds. */
export type Check = (what: string, holds: boolean) => void;
