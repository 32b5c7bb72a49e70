import { ApiSchema } from '@nestjs/swagger';
import { MODES, type Mode } from '../settings/mode.js';
import { OneOf } from '../shared/input/decorators.js';

/** Who lends and returns. */
@ApiSchema({ name: 'LendingMode' })
export class ModeDto {
  /** `self-service`: members themselves. `admin-operated`: only those with the permission `loans`. */
  @OneOf(MODES)
  mode!: Mode;
}
