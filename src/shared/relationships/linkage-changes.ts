import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Dispatcher } from '../dispatch/dispatcher.js';
import { BadRequest, Forbidden } from '../errors/errors.js';
import type { Resource, Viewer } from '../query/resource.js';
import type { Linkage } from '../reading/answer.js';
import { Reader } from '../reading/reader.js';
import type { Exchange } from '../representation/exchange.js';
import { isObject } from '../representation/is-object.js';
import { pointerTo } from '../representation/inward/pointer.js';

/** Changes of to-one relationships by their own paths. */
@Injectable()
export class LinkageChanges {
  constructor(
    private readonly database: Database,
    private readonly reader: Reader,
    private readonly dispatcher: Dispatcher,
  ) {}

  /**
   * Does what a PATCH of the record does that sends this relationship alone, by the same rules: a linkage document is a
   * relationship object. Throws what that PATCH throws, and 403 for the null of a required relationship.
   */
  async change(
    resource: Resource,
    viewer: Viewer,
    id: string,
    name: string,
    request: Exchange,
  ): Promise<Linkage> {
    const { body } = request;
    if (!isObject(body)) throw new BadRequest('The body must be a JSON:API document.', 'MALFORMED_DOCUMENT');
    return this.database.inTransaction(async () => {
      if (body['data'] === null) await this.refuseToEmpty(resource, viewer, id, name);
      const place = { resource, id, relationship: null };
      const data = { type: resource.type, id, relationships: { [name]: body } };
      const own = pointerTo('data', 'relationships', name);
      await this.dispatcher.send(
        request,
        { method: 'PATCH', place, document: { data }, headers: ['if-match'] },
        (pointer) => pointer && (pointer.startsWith(`${own}/`) ? pointer.slice(own.length) : ''),
      );
      return this.reader.linkage(resource, viewer, id, name);
    });
  }

  private async refuseToEmpty(resource: Resource, viewer: Viewer, id: string, name: string): Promise<void> {
    const relationship = resource.relationships[name];
    if (relationship?.kind !== 'one' || relationship.nullable) return;
    await this.reader.linkage(resource, viewer, id, name);
    const detail = `A ${resource.title.toLowerCase()} always has a \`${name}\`.`;
    throw new Forbidden(detail, 'RELATIONSHIP_REQUIRED', [{ pointer: '/data', detail }]);
  }
}
