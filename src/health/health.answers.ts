import { ApiProperty, ApiSchema } from '@nestjs/swagger';

/** How the process is. */
@ApiSchema({ name: 'HealthReport' })
export class Health {
  /** Always `ok`: what is not answers 503. */
  @ApiProperty({ type: 'string', enum: ['ok'] })
  readonly status = 'ok';
}
