import { serve, text } from './contract-server.mjs';

serve({ routes: { '/metrics': () => text(200, '{"http_requests_total": 12}') } });
