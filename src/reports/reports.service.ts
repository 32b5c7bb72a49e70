import { Injectable } from '@nestjs/common';
import type { Caller } from '../shared/access/caller.js';
import type { ListQuery } from '../shared/query/list-query.js';
import type { Viewer } from '../shared/query/resource.js';
import type { Page } from '../shared/reading/answer.js';
import { Reader } from '../shared/reading/reader.js';
import { reportResource } from './report.resource.js';
import { weeklySums } from './weekly-sums.js';

@Injectable()
export class ReportsService {
  constructor(private readonly reader: Reader) {}

  /** The weeks with runs in them, newest first. */
  weekly(caller: Caller, query: ListQuery): Promise<Page<typeof reportResource>> {
    const source = { name: 'weekly sums', select: (viewer: Viewer) => weeklySums(viewer, query.filter) };
    return this.reader.list(reportResource, caller, query, { source });
  }
}
