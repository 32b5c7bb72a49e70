import {
  applyDecorators,
  type CanActivate,
  type ExecutionContext,
  Inject,
  Injectable,
  UseGuards,
} from '@nestjs/common';
import { SETTINGS, type Settings } from '../../settings/settings.js';
import type { CallerRequest } from '../access/decorators.js';
import { Refuses } from '../representation/openapi/decorators.js';
import { RateLimits } from './rate-limits.js';

interface Request extends CallerRequest {
  readonly ip: string;
}

/** Strangers register a limited number of users from one address; callers who are logged in are not counted. */
@Injectable()
export class RegistrationGuard implements CanActivate {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly limits: RateLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { caller, ip } = context.switchToHttp().getRequest<Request>();
    const limit = this.settings.registerLimit;
    if (caller || !limit) return true;
    await this.limits.hit([{ key: `register:${ip}`, ...limit }]);
    return true;
  }
}

export const LimitsRegistration = () =>
  applyDecorators(UseGuards(RegistrationGuard), Refuses(429, 'Too many registrations from one address.'));
