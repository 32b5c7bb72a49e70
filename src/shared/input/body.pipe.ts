import { type ArgumentMetadata, Inject, Injectable, type PipeTransform } from '@nestjs/common';
import { SETTINGS, type Settings } from '../../settings/settings.js';
import type { InputClass } from './fields.js';
import type { FlatBody } from './flat-body.js';
import { readBody } from './read-body.js';

/** Checks each body against the DTO that its handler names; then says what stands against the body as a whole. */
@Injectable()
export class BodyPipe implements PipeTransform {
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type !== 'body' || !metatype) return value;
    return this.check(metatype as InputClass, value as FlatBody | undefined);
  }

  private check(type: InputClass, body: FlatBody | undefined): object | null {
    const isOurs = body?.fields !== null;
    const input = isOurs ? readBody(type, body?.fields, this.settings, body?.faults) : null;
    if (body?.refusal) throw body.refusal;
    return input;
  }
}
