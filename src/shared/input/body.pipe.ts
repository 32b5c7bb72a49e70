import { type ArgumentMetadata, Inject, Injectable, type PipeTransform } from '@nestjs/common';
import { SETTINGS, type Settings } from '../../settings/settings.js';
import type { InputClass } from './fields.js';
import { readBody } from './read-body.js';

/** Checks each body against the DTO that its handler names. */
@Injectable()
export class BodyPipe implements PipeTransform {
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    return type === 'body' && metatype ? readBody(metatype as InputClass, value, this.settings) : value;
  }
}
