namespace MessageLB.Faults.Tests.Processes;

/// <summary>
/// What a dispatcher's log says of a destination's conditions. Unlike looks at the status it misses none, however short.
/// </summary>
internal static class Transitions
{
    /// <summary>Conditions that a destination of the group <c>default</c> went through, in order, as words of the log.</summary>
    public static IReadOnlyList<string> Of(CommandLineProcess dispatcher, string name)
    {
        var subject = $"Destination default/{name}";
        var words = new List<string>();
        foreach (var line in dispatcher.Describe().Split('\n'))
        {
            var at = line.IndexOf(subject, StringComparison.Ordinal);
            if (at < 0) continue;
            var told = line[(at + subject.Length)..];
            if (told.StartsWith(" is ready", StringComparison.Ordinal)) words.Add("Ready");
            else if (told.StartsWith(": ", StringComparison.Ordinal) && told.IndexOf(" -> ", StringComparison.Ordinal) is var arrow and > 0)
                words.Add(told[(arrow + 4)..told.IndexOf(',', arrow)]);
        }

        return words;
    }
}
