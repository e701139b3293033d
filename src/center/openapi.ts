import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { centerContract } from '../api/center.ts';

/** The description of the center's interface, made from the contract itself. */
export const API_PREFIX = '/api/v1';

export async function openApiDocument(): Promise<string> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(centerContract, {
    info: {
      title: 'Yichuang service center',
      version: '1',
      description:
        'Terminals hand in what happened in their halls; the console shows it. Terminals send `Authorization: Bearer <device token>`.',
    },
    servers: [{ url: API_PREFIX }],
    components: { securitySchemes: { deviceToken: { type: 'http', scheme: 'bearer' } } },
  });
  return JSON.stringify(document, null, 2);
}
