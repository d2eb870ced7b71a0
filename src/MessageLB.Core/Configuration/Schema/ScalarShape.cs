namespace MessageLB.Core.Configuration;

/// <summary>A single value.</summary>
/// <param name="type">Kind of value with its article left out: <c>duration</c>.</param>
/// <param name="parse">Reads it.</param>
/// <param name="format">Writes it so that <paramref name="parse"/> reads the same.</param>
internal sealed class ScalarShape<T>(string type, ValueParser<T> parse, Func<T, string> format) : Shape<T>
{
    public override string Type => type;

    public override string Range => Limits is { } limits ? $"{format(limits.Lowest)} to {format(limits.Highest)}" : Words;

    /// <summary>Lowest and highest value; null for no limits.</summary>
    public (T Lowest, T Highest)? Limits { get; init; }

    /// <summary>The rule that a value breaks, to be read behind the quoted text; null for one that breaks none.</summary>
    public Func<T, string?>? Rule { get; init; }

    /// <summary>The words allowed, for documentation.</summary>
    public string Words { get; init; } = "";

    /// <summary>Whether the text must never be shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Says something about a value as it was written, if there is something to say.</summary>
    public Func<string, T, string?>? Remark { get; init; }

    public override string Format(T value) => format(value);

    /// <summary>The same kind of value from one to another, as they would be written.</summary>
    public ScalarShape<T> Within(string lowest, string highest) => new(type, parse, format) { Limits = (Read(lowest), Read(highest)) };

    public override bool Bind(ref T value, ConfigNode node, ConfigPath path, Binding binding)
    {
        if (node is not ConfigScalar scalar)
        {
            binding.Findings.Error(path.Shown, node.Origin, null, $"must be a single value ({type}), not {Binding.Describe(node)}");
            return false;
        }

        if (scalar.Text is not { } text) return false;
        binding.At(path, node.Origin);
        if (!parse(text, out var parsed, out var problem))
        {
            binding.Findings.Error(path.Shown, node.Origin, IsSecret ? null : text, problem.Rule, problem.Suggestion);
            return false;
        }

        value = parsed;
        binding.Saw(path, node.Origin, IsSecret ? "" : format(parsed));
        if (Remark?.Invoke(text, parsed) is { } remark) binding.Findings.Notice(path.Shown, node.Origin, remark);
        return true;
    }

    public override void Check(T value, string path, ConfigFindings findings)
    {
        if (Rule?.Invoke(value) is { } rule) findings.Error(path, format(value) is { Length: > 0 } text ? text : null, rule);
        if (Limits is not { } limits) return;
        var order = Comparer<T>.Default;
        if (order.Compare(value, limits.Lowest) >= 0 && order.Compare(value, limits.Highest) <= 0) return;
        findings.Error(path, format(value), $"is out of range: must be {Range}");
    }

    private T Read(string text) =>
        parse(text, out var value, out var problem) ? value : throw new ArgumentException($"\"{text}\" {problem.Rule}.", nameof(text));
}
