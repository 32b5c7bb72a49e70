import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import 'reflect-metadata';

export const TAG = 'kitroom:tag';
export const SAYS = 'kitroom:says';
export const NOTES = 'kitroom:notes';
export const REFUSALS = 'kitroom:refusals';

/** The routes of a controller belong together, under a name and a sentence that says what they are for. */
export const Tagged = (name: string, description: string) =>
  applyDecorators(ApiTags(name), SetMetadata(TAG, { name, description } satisfies Tag));

export interface Tag {
  readonly name: string;
  readonly description: string;
}

/** What an answer tells people beside its record. */
export interface Saying {
  readonly message: string;
  /** Plain JSON may answer the message without the record. */
  readonly maybeAlone: boolean;
}

/** The answer may carry this message. */
export const Says = (message: string, { maybeAlone = false } = {}) =>
  SetMetadata(SAYS, { message, maybeAlone } satisfies Saying);

/** A sentence that the documents add to what a route's docstring says. */
export const Note = (sentence: string): MethodDecorator => added(NOTES, sentence);

/** A status that cannot be told from the route's other decorators, or that means something special there. */
export const Refuses = (status: number, when: string): MethodDecorator =>
  added(REFUSALS, { status, when } satisfies Refusal);

export interface Refusal {
  readonly status: number;
  readonly when: string;
}

const added =
  (key: string, value: unknown): MethodDecorator =>
  (_target, _name, descriptor) => {
    const handler = descriptor.value as object;
    const before = (Reflect.getMetadata(key, handler) ?? []) as readonly unknown[];
    Reflect.defineMetadata(key, [value, ...before], handler);
  };
