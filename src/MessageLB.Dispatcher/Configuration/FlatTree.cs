using System.Globalization;
using MessageLB.Core.Configuration;

namespace MessageLB.Dispatcher.Configuration;

/// <summary>Builds a tree from settings that are written one by one with their whole path.</summary>
internal sealed class FlatTree
{
    private readonly Dictionary<string, FlatTree> _children = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private ConfigOrigin? _first;
    private ConfigScalar? _value;

    /// <summary>Sets a value; false if there is one already.</summary>
    public bool Set(IEnumerable<string> path, ConfigScalar value)
    {
        var at = this;
        at._first ??= value.Origin;
        foreach (var key in path)
        {
            at = at.Child(key);
            at._first ??= value.Origin;
        }

        if (at._value is not null) return false;
        at._value = value;
        return true;
    }

    /// <summary>The tree as a map, whatever its keys.</summary>
    public ConfigMap ToMap()
    {
        var entries = _order.Select(key => new ConfigEntry(key, _children[key].Origin, _children[key].ToNode()));
        return new ConfigMap([.. entries], Origin, _value);
    }

    private FlatTree Child(string key)
    {
        if (_children.TryGetValue(key, out var child)) return child;
        _order.Add(key);
        return _children[key] = new FlatTree();
    }

    private ConfigOrigin Origin => _first ?? ConfigOrigin.Code;

    /// <summary>Children that are numbered are a list, since that is how lists are spelt where there are only keys and values.</summary>
    private ConfigNode ToNode()
    {
        if (_order.Count == 0) return _value ?? new ConfigScalar(null, Origin);
        if (_value is not null || !_order.TrueForAll(key => int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out _))) return ToMap();
        var items = _order.OrderBy(key => int.Parse(key, NumberStyles.None, CultureInfo.InvariantCulture)).Select(key => _children[key].ToNode());
        return new ConfigList([.. items], Origin);
    }
}
