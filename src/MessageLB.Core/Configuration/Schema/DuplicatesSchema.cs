namespace MessageLB.Core.Configuration;

/// <summary>The settings of a group that say what is a copy of another message.</summary>
internal static class DuplicatesSchema
{
    private const string Window = "window";

    private static readonly Section<DuplicatesConfig> Duplicates = new(new Settings<DuplicatesConfig>
    {
        { Window, c => c.Window, (c, v) => c with { Window = v }, Scalars.Time.Within("0s", "7d") },
        { "most", c => c.Most, (c, v) => c with { Most = v }, Scalars.Whole(1, DuplicatesConfig.MostIds) },
        { "id", c => c.Id, (c, v) => c with { Id = v! }, Scalars.Key },
    })
    {
        Shorthand = Window,
    };

    /// <summary>The settings.</summary>
    public static Settings<GroupConfig> Settings { get; } = new()
    {
        { "duplicates", c => c.Duplicates, (c, v) => c with { Duplicates = v }, Duplicates },
    };
}
