import type { Command } from 'commander';
import { supportDates, supportDatesChecked } from '../../config/support-dates';
import { type CommandOptions, tell } from './outcome';

/** `platform calendar`: when support ends of what all environments pin. */
export function addCalendar(program: Command): void {
  program
    .command('calendar')
    .description('when support ends of what all environments run, and the steps of the next upgrade')
    .action(async (_, command: Command) => {
      const { calendar } = await import('../../ops/calendar/calendar');
      const { calendarText } = await import('../../ops/calendar/calendar-text');
      const { dueUpgrades } = await import('../../ops/calendar/upgrades');
      const now = new Date();
      const found = calendar(supportDates, supportDatesChecked, now);
      const upgrades = dueUpgrades(found, supportDates, now);
      tell(
        {
          text: calendarText(found, upgrades),
          data: { ...found, upgrades },
          foundSomething: found.entries.some(({ state }) => state === 'fails'),
        },
        command.optsWithGlobals<CommandOptions>(),
      );
    });
}
