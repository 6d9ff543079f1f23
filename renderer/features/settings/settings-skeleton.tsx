/** Holds the place of the settings until they are read. */

/** Rows of the groups that are coming. */
const groups = [3, 1, 5, 2];

export function SettingsSkeleton() {
  return (
    <div role="status" aria-label="Reading the settings" className="settings-skeleton">
      {groups.map((rows, group) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have nothing but their place
        <div key={group} className="setting-group">
          <div className="section-title">Settings</div>
          <div className="setting-box">
            {Array.from({ length: rows }, (_, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have nothing but their place
              <div key={row} className="setting-row" />
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}
