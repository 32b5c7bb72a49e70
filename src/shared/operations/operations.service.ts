import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { type Answered, type Ask, Dispatcher } from '../dispatch/dispatcher.js';
import { Catalog } from '../query/catalog.js';
import { OperationResults } from '../reading/answer.js';
import type { Exchange } from '../representation/exchange.js';
import { baseOf } from '../representation/http/host.js';
import { PUBLIC_URL } from '../representation/public-url.js';
import { holdRecords } from './hold-records.js';
import { LocalIds, withIds } from './local-ids.js';
import { locate } from './locate.js';
import type { Code, Operation } from './operation.js';
import { parseOperations } from './parse-operations.js';

const METHODS: Readonly<Record<Code, Ask['method']>> = { add: 'POST', update: 'PATCH', remove: 'DELETE' };

/** Lists of operations (jsonapi.org/ext/atomic): all of them or none. */
@Injectable()
export class OperationsService {
  constructor(
    private readonly database: Database,
    private readonly dispatcher: Dispatcher,
    private readonly catalog: Catalog,
    @Inject(PUBLIC_URL) private readonly publicUrl: string | null,
  ) {}

  /**
   * Does what the request's document lists, in its order and in one transaction, each as if it had come alone. Throws
   * what the first one throws that fails, with pointers into the list; then nothing has been done.
   */
  async run(request: Exchange): Promise<OperationResults> {
    const known = { catalog: this.catalog, base: this.publicUrl ?? baseOf(request) };
    const operations = parseOperations(request.body, known);
    return this.database.inTransaction(async () => {
      await holdRecords(this.database, operations);
      const ids = new LocalIds();
      const results: object[] = [];
      for (const operation of operations) results.push(await this.perform(request, operation, ids));
      return new OperationResults(results);
    });
  }

  private async perform(request: Exchange, operation: Operation, ids: LocalIds): Promise<object> {
    const { target, lid, sent, pointer } = operation;
    const answer = await this.dispatcher.send(
      request,
      askOf(operation, ids),
      (place) => pointer + locate(place ?? '', sent),
    );
    if (lid !== null) ids.set(target.resource.type, lid, idIn(answer));
    return resultOf(operation, answer);
  }
}

function askOf(operation: Operation, ids: LocalIds): Ask {
  const { code, target, sent, pointer } = operation;
  const { resource, record, relationship } = target;
  const id = record?.by === 'lid' ? ids.get(resource.type, record.name, pointer) : (record?.name ?? null);
  const hasBody = code !== 'remove' && Object.hasOwn(sent, 'data');
  return {
    method: METHODS[code],
    place: { resource, id, relationship },
    ...(hasBody && { document: { data: withIds(operation, ids) } }),
  };
}

function idIn({ data }: Answered): string {
  if (typeof data === 'object' && data !== null && 'id' in data) return String(data.id);
  throw new Error('What was added has no id.');
}

/** The specification wants no `data` of what is gone, nor of a relationship, which is as it was asked for. */
function resultOf({ code, target }: Operation, { data, meta }: Answered): object {
  const isRecord = code !== 'remove' && target.relationship === null;
  return { ...(isRecord && { data }), ...(meta && { meta }) };
}
