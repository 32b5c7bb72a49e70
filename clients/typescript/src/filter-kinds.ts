/** What a field holds, for filters: which operators it takes (`kind`) and what they compare it with (`value`). */
interface Kind<Name extends string, Value> {
  readonly kind: Name;
  readonly value: Value;
}

/** Text; `Value` names all there is where it is one of a few words. */
export type Text<Value extends string = string> = Kind<'text', Value>;
export type Numeric = Kind<'range', number>;
/** An instant: a `Date`, or ISO 8601. A day alone, `2020-01-24`, is the whole of it in UTC. */
export type Time = Kind<'range', Date | string>;
/** A calendar day, `2020-01-24`. */
export type Day = Kind<'range', string>;
/** An id that counts up. */
export type Serial = Kind<'range', number | string>;
export type Truth = Kind<'truth', boolean>;
/** A set of names, of which a filter may ask for one. */
export type Names = Kind<'names', string>;
/** Another record: compared by its id, or looked into. */
export interface ToOne<To extends string> extends Text {
  readonly to: To;
}
/** Other records: only looked into. */
export interface ToMany<To extends string> extends Kind<'many', never> {
  readonly to: To;
}
