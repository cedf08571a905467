import { production } from '../../../../config/environments/production';
import { reviewedSides } from '../../../../ops/review/sides/reviewed-sides';

const sources = { root: '.', environment: 'production', synthesizer: 'none', progress: () => {} };

test('two sides leave no place for what is deployed', async () => {
  await expect(reviewedSides({ from: 'a', to: 'b', live: true }, production, sources)).rejects.toThrow(
    '--live: the sides: got --from and --to; allowed: one of them',
  );
});
