namespace MessageLB.Core.Configuration;

/// <summary>A value that may be absent.</summary>
/// <param name="shape">The value when it is present.</param>
internal sealed class OptionalShape<T>(Shape<T> shape) : Shape<T?>
    where T : struct
{
    public override string Type => shape.Type;

    public override string Range => shape.Range;

    public override string Format(T? value) => value is { } present ? shape.Format(present) : "";

    public override bool Bind(ref T? value, ConfigNode node, ConfigPath path, Binding binding)
    {
        var present = value.GetValueOrDefault();
        if (!shape.Bind(ref present, node, path, binding)) return false;
        value = present;
        return true;
    }

    public override void Check(T? value, string path, ConfigFindings findings)
    {
        if (value is { } present) shape.Check(present, path, findings);
    }
}
