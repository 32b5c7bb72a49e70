import { ApiProperty } from '@nestjs/swagger';

const members = { type: 'object', additionalProperties: true } as const;

/** An OpenAPI document. */
export class OpenApiDocument {
  /** The version of the format. */
  @ApiProperty({ type: 'string', enum: ['3.1.1', '3.0.3'] })
  openapi!: string;

  /** What the document is about. */
  @ApiProperty(members)
  info!: object;

  /** The operations by path and method. */
  @ApiProperty(members)
  paths!: object;

  /** What operations share. */
  @ApiProperty(members)
  components!: object;
}
