import { PERMISSIONS, type Permission } from '../shared/access/caller.js';
import { Absentable, Emptiable, Names, Text } from '../shared/input/decorators.js';

const name = {
  max: 64,
  pattern: /^[a-z0-9][a-z0-9._-]{0,63}$/,
  meaning:
    '1 to 64 lower-case letters, digits, dots, underscores or hyphens, starting with a letter or digit',
};

/** A new role. */
export class CreateRoleDto {
  /** The name, which is the id too. */
  @Text(name)
  name!: string;

  /** What the role is for. */
  @Emptiable()
  @Text({ max: 500 })
  description?: string | null;

  /** What the role allows; none makes it a mere label. */
  @Absentable()
  @Names({ max: PERMISSIONS.length, words: PERMISSIONS })
  permissions?: Permission[];
}

/** A change of a role; what is left out stays. */
export class UpdateRoleDto {
  /** The name is fixed: only the present one may be given. */
  @Absentable()
  @Text(name)
  name?: string;

  /** What the role is for. */
  @Emptiable()
  @Text({ max: 500 })
  description?: string | null;

  /** What the role allows. */
  @Absentable()
  @Names({ max: PERMISSIONS.length, words: PERMISSIONS })
  permissions?: Permission[];
}
