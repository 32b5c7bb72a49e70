import { Records } from './records.js';
import type { ChangeOptions } from './requests.js';
import type { Loan } from './resources.js';

/** The loans; `create` lends a free item. */
export class Loans extends Records<'loans'> {
  /** Takes an item back. One that is back already stays so. */
  async giveBack(id: string, options: ChangeOptions = {}): Promise<Loan> {
    return this.one(
      await this.requests.change(options, { method: 'POST', path: `${this.pathOf(id)}/return` }),
    );
  }
}
