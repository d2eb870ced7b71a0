using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace MessageLB.Architecture.Tests.PublicApi;

/// <summary>Members as a C# programmer writes them, without bodies.</summary>
internal static class MemberText
{
    // Not thread-safe, and test classes run side by side: one for each thread.
    private static readonly ThreadLocal<NullabilityInfoContext> Nullability = new(static () => new NullabilityInfoContext());

    public static string Of(MemberInfo member) => member switch
    {
        FieldInfo field => Of(field),
        PropertyInfo property => Of(property),
        EventInfo happening => $"{Access(happening.AddMethod!)}event {TypeNames.Of(happening.EventHandlerType!)} {happening.Name}",
        ConstructorInfo constructor => $"{Access(constructor)}{constructor.DeclaringType!.Name.Split('`')[0]}({Parameters(constructor)})",
        MethodInfo method => $"{Access(method)}{Modifiers(method)}{Result(method)} {method.Name}{TypeParameters(method)}({Parameters(method)})",
        _ => throw new ArgumentException($"unexpected member {member}", nameof(member)),
    };

    public static string Result(MethodInfo method)
    {
        var reference = !method.ReturnType.IsByRef ? "" : method.ReturnParameter.GetRequiredCustomModifiers().Length > 0 ? "ref readonly " : "ref ";
        return reference + TypeNames.Of(method.ReturnType, Nullability.Value!.Create(method.ReturnParameter));
    }

    public static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Of));

    private static string Of(FieldInfo field)
    {
        var type = TypeNames.Of(field.FieldType, Nullability.Value!.Create(field));
        if (field.DeclaringType!.IsEnum) return $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}";
        if (field.IsLiteral) return $"const {type} {field.Name} = {Value(field.GetRawConstantValue())}";
        return $"{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{type} {field.Name}";
    }

    private static string Of(PropertyInfo property)
    {
        var accessors = new[] { property.GetMethod, property.SetMethod }.OfType<MethodInfo>().Where(PublicMembers.IsVisible).ToList();
        var indexes = property.GetIndexParameters();
        var name = indexes.Length == 0 ? property.Name : $"this[{string.Join(", ", indexes.Select(Of))}]";
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var reference = property.PropertyType.IsByRef ? "ref " : "";
        var type = TypeNames.Of(property.PropertyType, Nullability.Value!.Create(property));
        return $"{Access(accessors[0])}{Modifiers(accessors[0])}{required}{reference}{type} {name} {{ {string.Join(" ", accessors.Select(a => Accessor(property, a)))} }}";
    }

    private static string Accessor(PropertyInfo property, MethodInfo accessor)
    {
        if (accessor == property.GetMethod) return "get;";
        return accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init;" : "set;";
    }

    private static string Of(ParameterInfo parameter)
    {
        var by = !parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        var many = parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) ? "params " : "";
        var self = parameter.Position == 0 && parameter.Member.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        var otherwise = parameter.HasDefaultValue ? $" = {Default(parameter)}" : "";
        return $"{self}{many}{by}{TypeNames.Of(parameter.ParameterType, Nullability.Value!.Create(parameter))} {parameter.Name}{otherwise}";
    }

    private static string TypeParameters(MethodInfo method) =>
        method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Modifiers(MethodInfo method)
    {
        if (method.IsStatic) return "static ";
        if (method.DeclaringType!.IsInterface || !method.IsVirtual || method.IsFinal) return "";
        if (method.IsAbstract) return "abstract ";
        return method.GetBaseDefinition() == method ? "virtual " : "override ";
    }

    private static string Default(ParameterInfo parameter)
    {
        var isStruct = parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null;
        return parameter.DefaultValue is null && isStruct ? "default" : Value(parameter.DefaultValue);
    }

    private static string Value(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        Enum number => $"{number.GetType().Name}.{number}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
