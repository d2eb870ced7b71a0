using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MessageLB.Core.Configuration;

namespace MessageLB.CommandLine.Options;

/// <summary>
/// Options whose values are written as people write them. A missing option is null; its default stands in the description,
/// because the library would print it in the way of the machine.
/// </summary>
internal static class ValueParser
{
    /// <summary>Reads a value or says what is wrong, to be read behind the quoted text.</summary>
    public delegate bool Reader<T>(string text, out T value, out string? problem);

    public static Option<TimeSpan?> Duration(string name, string description) =>
        Create<TimeSpan>(name, "duration", description, static (string text, out TimeSpan value, out string? problem) => Core.Configuration.Duration.TryParse(text, out value, out problem));

    public static Option<int?> Count(string name, string description, int least, int most) =>
        Create(name, "number", description, (string text, out int value, out string? problem) => TryCount(text, least, most, out value, out problem));

    public static Option<int?> Size(string name, string description) =>
        Create<int>(name, "size", description, TrySize);

    public static Option<double?> Fraction(string name, string description) =>
        Create<double>(name, "percentage", description, static (string text, out double value, out string? problem) => Percentage.TryParse(text, out value, out problem));

    /// <summary>A rate per second; zero stands for "as fast as possible", written <c>max</c> or <c>0</c>.</summary>
    public static Option<double?> RateOrMax(string name, string description) =>
        Create<double>(name, "rate", description, TryRate);

    public static Option<T?> Create<T>(string name, string placeholder, string description, Reader<T> reader)
        where T : struct => new(name)
    {
        Description = description,
        HelpName = placeholder,
        CustomParser = result => Read(result, reader),
    };

    /// <summary>A list separated by commas.</summary>
    public static Option<IReadOnlyList<T>?> List<T>(string name, string placeholder, string description, Reader<T> reader) => new(name)
    {
        Description = description,
        HelpName = placeholder,
        CustomParser = result => ReadList(result, reader),
    };

    /// <summary>A number above zero, such as a speed.</summary>
    public static bool TryPositive(string text, out double value, out string? problem)
    {
        problem = "is not a number above zero, such as 2 or 0.5";
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) || !double.IsFinite(value) || value <= 0) return false;
        problem = null;
        return true;
    }

    public static bool TryCount(string text, int least, int most, out int value, out string? problem)
    {
        problem = $"is not a whole number from {least.ToString("N0", CultureInfo.InvariantCulture)} to {most.ToString("N0", CultureInfo.InvariantCulture)}";
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) || value < least || value > most) return false;
        problem = null;
        return true;
    }

    private static bool TrySize(string text, out int value, out string? problem)
    {
        value = 0;
        if (!ByteSize.TryParse(text, out var bytes, out problem)) return false;
        if (bytes > int.MaxValue)
        {
            problem = "is too large for a message";
            return false;
        }

        value = (int)bytes;
        return true;
    }

    private static bool TryRate(string text, out double value, out string? problem)
    {
        value = 0;
        problem = null;
        return text is "max" or "0" || Rate.TryParse(text, out value, out problem);
    }

    private static T? Read<T>(ArgumentResult result, Reader<T> reader)
        where T : struct
    {
        var text = result.Tokens[^1].Value;
        if (reader(text, out var value, out var problem)) return value;
        Refuse(result, text, problem);
        return null;
    }

    private static List<T>? ReadList<T>(ArgumentResult result, Reader<T> reader)
    {
        var values = new List<T>();
        foreach (var part in result.Tokens[^1].Value.Split(','))
        {
            var text = part.Trim();
            if (!reader(text, out var value, out var problem))
            {
                Refuse(result, text, problem);
                return null;
            }

            values.Add(value);
        }

        return values;
    }

    private static void Refuse(ArgumentResult result, string text, string? problem) =>
        result.AddError($"{((OptionResult)result.Parent!).Option.Name}: \"{text}\" {problem}.");
}
