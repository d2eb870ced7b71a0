namespace MessageLB.Core.Configuration;

/// <summary>The name of a routing policy, or none.</summary>
internal sealed class OptionalPolicyShape : Shape<string?>
{
    private readonly PolicyShape _shape = new();

    public override string Type => _shape.Type;

    public override string Range => _shape.Range;

    public override string Format(string? value) => value ?? "";

    public override bool Bind(ref string? value, ConfigNode node, ConfigPath path, Binding binding)
    {
        var present = value ?? "";
        if (!_shape.Bind(ref present, node, path, binding)) return false;
        value = present;
        return true;
    }
}
