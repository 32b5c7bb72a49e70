import { type PipeTransform } from '@nestjs/common';

/** Ids are numbers unless one says otherwise; those of items, users and roles are text. */
export class AnyId implements PipeTransform<string, string> {
  transform(id: string): string {
    return id;
  }
}
